using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Authorization;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Authorization;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Reviews;

/// <summary>What may I do in a namespace? (<c>kubectl auth can-i --list</c>)</summary>
public sealed class SelfSubjectRulesReviewer(IAuthorizer authorizer) : IReviewer
{
    public GroupResource Resource { get; } = new(AccessReviews.Group, "selfsubjectrulesreviews");

    public ValueTask<KubeObject> AnswerAsync(ApiRequest request, KubeObject question)
    {
        var review = (SelfSubjectRulesReview)question;
        if (review.Spec.Namespace.Length == 0) throw Failures.BadRequest("no namespace on request");
        var rules = new RuleCollection();
        authorizer.CollectRules(request.User, review.Spec.Namespace, rules);
        var status = new SubjectRulesReviewStatus
        {
            ResourceRules = rules.Resources, NonResourceRules = rules.Paths, Incomplete = rules.IsIncomplete, EvaluationError = RuleCollection.Told(rules.Problems),
        };
        return new(review with { Metadata = new(), Spec = new(), Status = status });
    }
}
