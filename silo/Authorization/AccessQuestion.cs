using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Selectors;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Authorization;

/// <summary>May this user do that? What the authorizers judge, made from a request or from a review.</summary>
public readonly record struct AccessQuestion
{
    public required UserInfo User { get; init; }

    public required string Verb { get; init; }

    /// <summary>Whether it is about a resource; otherwise about <see cref="Path"/>.</summary>
    public bool IsResource { get; init; }

    public string Path { get => field ?? ""; init; }

    public string Group { get => field ?? ""; init; }

    public string Version { get => field ?? ""; init; }

    public string Resource { get => field ?? ""; init; }

    public string Subresource { get => field ?? ""; init; }

    /// <summary>The namespace, empty for all of them and for what has none.</summary>
    public string Namespace { get => field ?? ""; init; }

    public string Name { get => field ?? ""; init; }

    /// <summary>What the fields are restricted to of the objects that are listed, watched or deleted together.</summary>
    public IReadOnlyList<FieldRequirement> Fields { get => field ?? []; init; }

    /// <summary>The resource as rules write it: <c>pods/log</c>.</summary>
    public string FullResource => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";

    public static AccessQuestion Of(ApiRequest request) => new()
    {
        User = request.User,
        Verb = request.Info.Verb,
        IsResource = request.Info.IsResource,
        Path = request.Info.Path,
        Group = request.Info.Group,
        Version = request.Info.Version,
        Resource = request.Info.Resource,
        Subresource = request.Info.Subresource,
        Namespace = request.Info.Namespace,
        Name = request.Info.Name,
        Fields = request.Info.Verb is "list" or "watch" or "deletecollection" ? FieldsOf(request.Query("fieldSelector")) : [],
    };

    /// <summary>The requirements of a selector; none where it cannot be understood.</summary>
    public static IReadOnlyList<FieldRequirement> FieldsOf(string? selector)
    {
        try
        {
            return selector is { Length: > 0 } ? FieldQuery.Parse(selector).Requirements : [];
        }
        catch (StatusException)
        {
            return [];
        }
    }

    /// <summary>The refusal in Kubernetes' words.</summary>
    public StatusException Refusal(string reason)
    {
        var suffix = reason.Length == 0 ? "" : $": {reason}";
        if (!IsResource)
            return Failures.ForbiddenPath($"User \"{User.Username}\" cannot {Verb} path \"{Path}\"{suffix}");
        var where = Namespace.Length > 0 ? $" in the namespace \"{Namespace}\"" : " at the cluster scope";
        return Failures.Forbidden(new GroupResource(Group, Resource), Name,
            $"User \"{User.Username}\" cannot {Verb} resource \"{FullResource}\" in API group \"{Group}\"{where}{suffix}");
    }
}
