using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Reviews;

/// <summary>Answers a question that is sent as an object and never stored.</summary>
public interface IReviewer
{
    GroupResource Resource { get; }

    /// <summary>The object with its status filled in.</summary>
    /// <exception cref="StatusException">The question makes no sense.</exception>
    ValueTask<KubeObject> AnswerAsync(ApiRequest request, KubeObject question);
}
