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

    /// <exception cref="StatusException">400: it asks about neither a resource nor a path, or about both.</exception>
    public static SubjectAccessReviewStatus Judge(IAuthorizer authorizer, UserInfo user, ResourceAttributes? resource, NonResourceAttributes? path)
    {
        if ((resource is null) == (path is null))
            throw Failures.BadRequest("exactly one of nonResourceAttributes or resourceAttributes must be specified");
        var verdict = authorizer.Judge(resource is null ? Question(user, path!) : Question(user, resource));
        return new SubjectAccessReviewStatus { Allowed = verdict.IsAllowed, Denied = verdict.Decision == AccessDecision.Deny, Reason = verdict.Reason };
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
    };
}

/// <summary>May this user do that?</summary>
public sealed class SubjectAccessReviewer(IAuthorizer authorizer) : IReviewer
{
    public GroupResource Resource { get; } = new(AccessReviews.Group, "subjectaccessreviews");

    public ValueTask<KubeObject> AnswerAsync(ApiRequest request, KubeObject question)
    {
        var review = (SubjectAccessReview)question;
        var status = AccessReviews.Judge(authorizer, AccessReviews.User(review.Spec), review.Spec.ResourceAttributes, review.Spec.NonResourceAttributes);
        return new(review with { Status = status });
    }
}

/// <summary>May this user do that in this namespace?</summary>
public sealed class LocalSubjectAccessReviewer(IAuthorizer authorizer) : IReviewer
{
    public GroupResource Resource { get; } = new(AccessReviews.Group, "localsubjectaccessreviews");

    public ValueTask<KubeObject> AnswerAsync(ApiRequest request, KubeObject question)
    {
        var review = (LocalSubjectAccessReview)question;
        if (review.Spec.ResourceAttributes is not { } resource || resource.Namespace != request.Info.Namespace)
            throw Failures.BadRequest("spec.resourceAttributes.namespace must match the namespace of the request");
        return new(review with { Status = AccessReviews.Judge(authorizer, AccessReviews.User(review.Spec), resource, null) });
    }
}

/// <summary>May I do that? (<c>kubectl auth can-i</c>)</summary>
public sealed class SelfSubjectAccessReviewer(IAuthorizer authorizer) : IReviewer
{
    public GroupResource Resource { get; } = new(AccessReviews.Group, "selfsubjectaccessreviews");

    public ValueTask<KubeObject> AnswerAsync(ApiRequest request, KubeObject question)
    {
        var review = (SelfSubjectAccessReview)question;
        return new(review with { Status = AccessReviews.Judge(authorizer, request.User, review.Spec.ResourceAttributes, review.Spec.NonResourceAttributes) });
    }
}

/// <summary>What may I do in a namespace? (<c>kubectl auth can-i --list</c>)</summary>
public sealed class SelfSubjectRulesReviewer(IAuthorizer authorizer) : IReviewer
{
    public GroupResource Resource { get; } = new(AccessReviews.Group, "selfsubjectrulesreviews");

    public ValueTask<KubeObject> AnswerAsync(ApiRequest request, KubeObject question)
    {
        var review = (SelfSubjectRulesReview)question;
        if (review.Spec.Namespace.Length == 0) throw Failures.BadRequest("no namespace on request");
        var (resources, paths) = (new List<ResourceRule>(), new List<NonResourceRule>());
        authorizer.CollectRules(request.User, review.Spec.Namespace, resources, paths);
        return new(review with { Status = new SubjectRulesReviewStatus { ResourceRules = resources, NonResourceRules = paths } });
    }
}

/// <summary>Who am I? (<c>kubectl auth whoami</c>)</summary>
public sealed class SelfSubjectReviewer : IReviewer
{
    public GroupResource Resource { get; } = new("authentication.k8s.io", "selfsubjectreviews");

    public ValueTask<KubeObject> AnswerAsync(ApiRequest request, KubeObject question) =>
        new(((SelfSubjectReview)question) with { Status = new SelfSubjectReviewStatus { UserInfo = request.User } });
}
