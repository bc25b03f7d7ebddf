namespace Orleans.Kube.Model.Expressions;

/// <summary>Answers what expressions ask of permissions.</summary>
/// <param name="resource">May the user, or the service account if one is named, do this to a resource?</param>
/// <param name="path">And this to a path that is no resource's?</param>
/// <param name="request">What the write itself is about: <c>authorizer.requestResource</c>.</param>
public sealed class CelAuthorizer(Func<CelAuthorizer, ResourceCheck, string, CelDecision> resource, Func<CelAuthorizer, string, string, CelDecision> path, ResourceCheck? request = null) : ICelFields
{
    /// <summary>In whose place it is asked: namespace and name of a service account; null for the user who writes.</summary>
    public (string Namespace, string Name)? ServiceAccount { get; private init; }

    public bool TryGet(string name, out object? value)
    {
        value = name == "requestResource" && request is not null ? request with { Authorizer = this } : null;
        return value is not null;
    }

    internal CelDecision Check(ResourceCheck check, string verb) => resource(this, check, verb);

    internal CelDecision Check(PathCheck check, string verb) => path(this, check.Path, verb);

    internal CelAuthorizer As(string space, string name) => new(resource, path, request) { ServiceAccount = (space, name) };
}

/// <summary>A question about a path.</summary>
public sealed record PathCheck(CelAuthorizer Authorizer, string Path);

/// <summary>A question about a group of resources, not yet whole.</summary>
public sealed record GroupCheck(CelAuthorizer Authorizer, string Group);

/// <summary>A question about a resource; there is nobody who answers until it is asked.</summary>
public sealed record ResourceCheck(CelAuthorizer? Authorizer, string Group, string Resource)
{
    public string Subresource { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";
}

/// <summary>The answer.</summary>
public sealed record CelDecision(bool Allowed, string Reason = "", string Error = "");
