using System.Collections.Frozen;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Ownership;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Reviews;

/// <summary>Finds who answers a virtual resource.</summary>
public sealed class ReviewRegistry(IEnumerable<IReviewer> reviewers, TimeProvider time)
{
    private readonly FrozenDictionary<GroupResource, IReviewer> _reviewers = reviewers.ToFrozenDictionary(static r => r.Resource);

    /// <exception cref="StatusException">Nobody answers such questions (404), or this one makes no sense.</exception>
    public async ValueTask AnswerAsync(ApiRequest request, KubeObject question, WriteContext context)
    {
        if (!_reviewers.TryGetValue(request.Definition.Resource, out var reviewer)) throw Failures.PathNotFound();
        if (request.Definition.Group == AccessReviews.Group) question = AccessReviews.Checked(request, question);
        question = FieldTracking.Track(null, question, FieldOwnership.Writer(request.Definition, context, ""), time.WholeSeconds());
        var answer = await reviewer.AnswerAsync(request, question);
        var form = ContentNegotiation.ForDocuments(request.Http.Request);
        await Answer.WriteAsync(request.Http, 201, answer, form);
    }
}
