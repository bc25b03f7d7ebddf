using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Silo.Requests;

/// <summary>The query parameters that every write has in common.</summary>
public static class WriteParameters
{
    private const int LongestManager = 128;

    /// <summary>Who writes and how, from the query and the user.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options kind that error messages name: CreateOptions, UpdateOptions, PatchOptions.</param>
    /// <exception cref="StatusException">422: a parameter has no such value.</exception>
    public static WriteContext Read(ApiRequest request, string options)
    {
        var dryRun = request.Query("dryRun");
        if (dryRun is not (null or "All"))
            throw Invalid(options, FieldError.NotSupported("dryRun", (string[])[dryRun], ["All"]));
        var validation = request.Query("fieldValidation") ?? "";
        if (validation is not ("" or "Ignore" or "Warn" or "Strict"))
            throw Invalid(options, FieldError.NotSupported("fieldValidation", validation, ["", "Ignore", "Strict", "Warn"]));
        var manager = request.Query("fieldManager") ?? "";
        if (manager.Length > LongestManager) throw Invalid(options, FieldError.TooLong("fieldManager", LongestManager));
        if (manager.AsSpan().IndexOfAnyInRange('\0', '\x1f') is >= 0 and var at) throw Invalid(options, FieldError.Invalid("fieldManager", manager, $"invalid character U+{(int)manager[at]:X4} (at position {at})"));
        return WriteContext.Of(request.User, manager.Length > 0 ? manager : FromUserAgent(request), dryRun == "All") with
        {
            FieldValidation = validation.Length > 0 ? validation : "Warn",
            Version = request.Definition is { WritesInVersion: true, IsStorageVersion: false } other ? other.Version : "",
        };
    }

    public static FieldValidation Validation(WriteContext context) => context.FieldValidation switch
    {
        "Strict" => FieldValidation.Strict,
        "Ignore" => FieldValidation.Ignore,
        _ => FieldValidation.Warn,
    };

    public static StatusException Invalid(string options, FieldError error) => Failures.Invalid("meta.k8s.io", options, "", [error]);

    /// <summary>Without a name of its own, a client is known by what stands before the slash in its user agent.</summary>
    private static string FromUserAgent(ApiRequest request)
    {
        var agent = request.Http.Request.Headers.UserAgent.ToString();
        var slash = agent.IndexOf('/');
        var name = slash < 0 ? agent : agent[..slash];
        return name.Length == 0 ? "unknown" : name.Length > LongestManager ? name[..LongestManager] : name;
    }
}
