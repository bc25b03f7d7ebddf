using System.Collections.Immutable;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>What is kept of a volume's attachments between two plans. Lost with its grain, it costs an event said twice or not, and a longer wait.</summary>
public sealed record AttachmentMemory
{
    public static AttachmentMemory Empty { get; } = new();

    /// <summary>Since when no pod of a node needs the volume that is attached there.</summary>
    public ImmutableDictionary<string, DateTimeOffset> UnneededSince { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>What was last told of each attachment, by its node: why it failed, that it succeeded (empty), or nothing yet (null).</summary>
    public ImmutableDictionary<string, string?> Told { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>The pods that were told that they cannot have the volume because others have it.</summary>
    public ImmutableHashSet<string> Refused { get; init; } = [];
}
