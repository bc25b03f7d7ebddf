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
        var (body, _) = await RequestBody.ReadJsonAsync(request.Http.Request, typeof(DeleteOptions), nameof(DeleteOptions), request.Aborted);
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
        DryRun = request.Http.Request.Query["dryRun"].OfType<string>().ToArray(),
        Preconditions = Preconditions(request),
    };

    /// <summary>The object that is meant, where the query names its uid or its revision.</summary>
    private static Preconditions? Preconditions(ApiRequest request)
    {
        string? Named(string name) => request.Query(name) is { Length: > 0 } value ? value : null;
        var named = new Preconditions { Uid = Named("uid"), ResourceVersion = Named("resourceVersion") };
        return named is { Uid: null, ResourceVersion: null } ? null : named;
    }

    /// <exception cref="StatusException">The options have no such values or contradict each other.</exception>
    public static void Check(DeleteOptions options)
    {
        if (Problems(options).ToArray() is { Length: > 0 } problems) throw Failures.Invalid("meta.k8s.io", "DeleteOptions", "", problems);
    }

    private static IEnumerable<FieldError> Problems(DeleteOptions options)
    {
        if (options is { PropagationPolicy: { } both, OrphanDependents: not null })
            yield return FieldError.Invalid("propagationPolicy", both, "orphanDependents and deletionPropagation cannot be both set");
        if (options.PropagationPolicy is not (null or "Orphan" or "Background" or "Foreground"))
            yield return FieldError.NotSupported("propagationPolicy", options.PropagationPolicy, ["Foreground", "Background", "Orphan", "nil"]);
        if (options.DryRun.Any(static d => d != "All")) yield return FieldError.NotSupported("dryRun", options.DryRun, ["All"]);
    }
}
