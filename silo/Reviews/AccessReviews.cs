using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Authorization;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Authorization;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Reviews;

/// <summary>Questions about what a user may do, answered by the authorizers themselves.</summary>
internal static class AccessReviews
{
    public const string Group = "authorization.k8s.io";

    /// <summary>The question, with the namespace that it was asked in.</summary>
    /// <exception cref="StatusException">422: it asks about neither a resource nor a path, or about both, or nobody is asked about.</exception>
    public static KubeObject Checked(ApiRequest request, KubeObject question)
    {
        if (question.Metadata.Namespace.Length == 0) question = question with { Metadata = question.Metadata with { Namespace = request.Info.Namespace } };
        var errors = request.Definition.Validate(question);
        return errors.Count == 0 ? question : throw Failures.Invalid(Group, "", "", errors);
    }

    public static SubjectAccessReviewStatus Judge(IAuthorizer authorizer, UserInfo user, ResourceAttributes? resource, NonResourceAttributes? path)
    {
        var verdict = authorizer.Judge(resource is null ? Question(user, path!) : Question(user, resource));
        return new SubjectAccessReviewStatus
        {
            Allowed = verdict.IsAllowed, Denied = verdict.Decision == AccessDecision.Deny, Reason = verdict.Reason,
            EvaluationError = resource is null ? "" : string.Join("; ", SelectorProblems.Of(resource)),
        };
    }

    public static UserInfo User(SubjectAccessReviewSpec spec) => new() { Username = spec.User, Uid = spec.Uid, Groups = spec.Groups, Extra = spec.Extra };

    private static AccessQuestion Question(UserInfo user, NonResourceAttributes path) => new() { User = user, Verb = path.Verb, Path = path.Path };

    private static AccessQuestion Question(UserInfo user, ResourceAttributes resource) => new()
    {
        User = user,
        Verb = resource.Verb,
        IsResource = true,
        Path = "",
        Group = resource.Group,
        Version = resource.Version,
        Resource = resource.Resource,
        Subresource = resource.Subresource,
        Namespace = resource.Namespace,
        Name = resource.Name,
        Fields = resource.Verb is "list" or "watch" or "deletecollection" ? SelectorProblems.Fields(resource.FieldSelector) : [],
    };
}
