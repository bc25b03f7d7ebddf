namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>Which part of a log to read, and how.</summary>
public sealed record LogQuery
{
    public bool Follow { get; init; }

    public bool Timestamps { get; init; }

    /// <summary>How many of the last lines; null is all.</summary>
    public int? TailLines { get; init; }

    public DateTimeOffset? Since { get; init; }
}
