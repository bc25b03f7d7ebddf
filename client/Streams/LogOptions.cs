namespace Orleans.Kube.Client;

/// <summary>Which part of a container's log to read.</summary>
public sealed record LogOptions
{
    /// <summary>May be empty for a pod of one container.</summary>
    public string? Container { get; init; }

    public bool Follow { get; init; }

    /// <summary>The container's run before the current one.</summary>
    public bool Previous { get; init; }

    public bool Timestamps { get; init; }

    public int? TailLines { get; init; }

    public int? SinceSeconds { get; init; }

    public DateTimeOffset? SinceTime { get; init; }

    public long? LimitBytes { get; init; }

    internal RequestPath AddTo(RequestPath path) => path
        .Query("container", Container).Query("follow", Follow).Query("previous", Previous).Query("timestamps", Timestamps)
        .Query("tailLines", TailLines).Query("sinceSeconds", SinceSeconds).Query("sinceTime", SinceTime?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ"))
        .Query("limitBytes", LimitBytes);
}
