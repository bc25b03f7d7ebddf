namespace Orleans.Kube.Model.Meta;

public sealed record DeleteOptions : TypeMeta
{
    public long? GracePeriodSeconds { get; init; }

    public Preconditions? Preconditions { get; init; }

    public bool? OrphanDependents { get; init; }

    [Values(typeof(DeletionPropagation))]
    public string? PropagationPolicy { get; init; }

    [Atomic]
    public IReadOnlyList<string> DryRun { get; init => field = value ?? []; } = [];

    public bool? IgnoreStoreReadErrorWithClusterBreakingPotential { get; init; }
}

public sealed record Preconditions
{
    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }
}
