using Orleans.Kube.Model;

namespace Orleans.Kube.Controllers;

/// <summary>A write that a plan asks for. It is data: whoever carries the plan out decides how, in which order, and what a refusal means.</summary>
public abstract record ObjectWrite(ObjectKey Key)
{
    /// <summary>The event to record once the write has succeeded.</summary>
    public PlannedEvent? Event { get; init; }
}
