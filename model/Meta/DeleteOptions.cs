namespace Orleans.Kube.Model.Meta;

/// <summary>How an object is deleted.</summary>
public sealed record DeleteOptions : TypeMeta
{
    /// <summary>How long the object has for ending gracefully; 0 removes it at once. The kind decides when absent.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>What must be true of the object for it to be deleted.</summary>
    public Preconditions? Preconditions { get; init; }

    /// <summary>Older form of propagationPolicy.</summary>
    public bool? OrphanDependents { get; init; }

    /// <summary>What happens to the objects that this one owns: kept, removed after it, or removed before it.</summary>
    [Values(typeof(DeletionPropagation))]
    public string? PropagationPolicy { get; init; }

    /// <summary>With "All", everything happens but the deletion.</summary>
    [Atomic]
    public IReadOnlyList<string> DryRun { get; init => field = value ?? []; } = [];

    /// <summary>Whether an object that cannot be read is deleted all the same.</summary>
    public bool? IgnoreStoreReadErrorWithClusterBreakingPotential { get; init; }
}

/// <summary>What must be so for a request to be carried out.</summary>
public sealed record Preconditions
{
    /// <summary>The uid that the object must have.</summary>
    public string? Uid { get; init; }

    /// <summary>The revision that the object must be at.</summary>
    public string? ResourceVersion { get; init; }
}
