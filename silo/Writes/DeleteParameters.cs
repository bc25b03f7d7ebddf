using System.Text.Json;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Writes;

/// <summary>DeleteOptions from the body or, where there is none, from the query. Beside a body the query counts for nothing.</summary>
public static class DeleteParameters
{
    /// <exception cref="StatusException">The options are malformed or contradict each other.</exception>
    public static async ValueTask<DeleteOptions> ReadAsync(ApiRequest request)
    {
        var (body, _) = await RequestBody.ReadJsonAsync(request.Http.Request, typeof(DeleteOptions), request.Aborted);
        var options = body.Length > 0 ? (DeleteOptions)BodyReader.Read(typeof(DeleteOptions), body, FieldValidation.Ignore).Value : FromQuery(request);
        Check(options);
        return options;
    }

    /// <summary>The options as the grain takes them; null when all are defaults.</summary>
    public static byte[]? Encode(DeleteOptions options) => options == Default ? null : JsonSerializer.SerializeToUtf8Bytes(options, KubeJson.Options);

    private static DeleteOptions Default { get; } = new();

    private static DeleteOptions FromQuery(ApiRequest request) => !request.Http.Request.QueryString.HasValue ? Default : new DeleteOptions
    {
        GracePeriodSeconds = request.Number("gracePeriodSeconds"),
        PropagationPolicy = request.Query("propagationPolicy"),
        OrphanDependents = request.Query("orphanDependents") is null ? null : request.Flag("orphanDependents"),
        DryRun = request.Query("dryRun") is { } dryRun ? [dryRun] : [],
    };

    /// <exception cref="StatusException">The options have no such values or contradict each other.</exception>
    public static void Check(DeleteOptions options)
    {
        if (options.DryRun.Any(static d => d != "All"))
            throw Invalid(FieldError.NotSupported("dryRun", options.DryRun, ["All"]));
        if (options.PropagationPolicy is not (null or "" or "Orphan" or "Background" or "Foreground"))
            throw Invalid(FieldError.NotSupported("propagationPolicy", options.PropagationPolicy, ["Foreground", "Background", "Orphan", "nil"]));
        if (options is { PropagationPolicy: not null, OrphanDependents: not null })
            throw Invalid(FieldError.Invalid("propagationPolicy", options.PropagationPolicy, "orphanDependents and deletionPropagation cannot be both set"));
    }

    private static StatusException Invalid(FieldError error) => WriteParameters.Invalid("DeleteOptions", error);
}
