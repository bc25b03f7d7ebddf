using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Writes;

/// <summary>What a write leads to, once every rule has agreed.</summary>
public abstract record WriteOutcome
{
    private WriteOutcome()
    {
    }

    /// <summary>Messages for the client's Warning headers beside those of the turn.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The write changes nothing: the stored object is the answer and no revision is used.</summary>
    public sealed record Unchanged(ApiObject Stored) : WriteOutcome;

    /// <summary>The content becomes the object's next revision.</summary>
    public sealed record Store(KubeObject Content) : WriteOutcome;

    /// <summary>The object goes, with this as its last state.</summary>
    public sealed record Remove(KubeObject Last) : WriteOutcome;
}
