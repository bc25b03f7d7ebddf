using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Grains;

/// <summary>A remembered event: what is to be stored, and whether a write of it is under way.</summary>
internal sealed class RememberedEvent(Event content)
{
    /// <summary>The event with all repetitions counted so far.</summary>
    public Event Content { get; set; } = content;

    /// <summary>Whether it was stored at least once.</summary>
    public bool Created { get; set; }

    /// <summary>Whether a write is under way, after which the latest content is to be written again if it differs.</summary>
    public bool Writing { get; set; }
}
