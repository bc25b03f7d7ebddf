using System.Collections.Frozen;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Reviews;

/// <summary>Finds who answers a virtual resource.</summary>
public sealed class ReviewRegistry(IEnumerable<IReviewer> reviewers)
{
    private readonly FrozenDictionary<GroupResource, IReviewer> _reviewers = reviewers.ToFrozenDictionary(static r => r.Resource);

    /// <exception cref="StatusException">Nobody answers such questions (404), or this one makes no sense.</exception>
    public async ValueTask AnswerAsync(ApiRequest request, KubeObject question)
    {
        if (!_reviewers.TryGetValue(request.Definition.Resource, out var reviewer)) throw Failures.PathNotFound();
        if (request.Definition.Group == AccessReviews.Group) question = AccessReviews.Checked(request, question);
        var answer = await reviewer.AnswerAsync(request, question);
        var form = ContentNegotiation.Choose(request.Http.Request, static s => s == AnswerShape.Object);
        await Answer.WriteAsync(request.Http, 201, answer, form);
    }
}
