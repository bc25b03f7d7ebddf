using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Errors;

/// <summary>A request that is refused with a Kubernetes <see cref="Status"/>. The static methods of <see cref="Failures"/> make them.</summary>
public sealed class StatusException(Status status) : Exception(status.Message)
{
    public Status Status { get; } = status;

    /// <summary>The HTTP status code.</summary>
    public int Code => Status.Code;

    /// <summary>The machine-readable reason, a constant of <see cref="StatusReason"/>.</summary>
    public string Reason => Status.Reason;
}
