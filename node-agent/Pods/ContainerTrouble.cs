namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Something that keeps a container from starting.</summary>
/// <param name="Reason">The waiting reason, such as <c>ErrImagePull</c>.</param>
/// <param name="Message">What happened.</param>
/// <param name="Failures">How often in a row.</param>
/// <param name="Since">When it happened last.</param>
/// <param name="RetryAt">When to try again.</param>
/// <param name="Waiting">The reason and message to show from <paramref name="ShownUntil"/> on; null goes on showing the failure.</param>
/// <param name="ShownUntil">How long the failure itself is shown.</param>
public sealed record ContainerTrouble(
    string Reason, string Message, int Failures, DateTimeOffset Since, DateTimeOffset RetryAt, (string Reason, string Message)? Waiting = null, DateTimeOffset ShownUntil = default)
{
    /// <summary>When it happened first.</summary>
    public DateTimeOffset Began { get; init; } = Since;

    /// <summary>Whether it is too early to try again. It is not when the clock has been set back.</summary>
    public bool Holds(DateTimeOffset now) => now >= Since && now < RetryAt;

    /// <summary>What to show now.</summary>
    public (string Reason, string Message) Shown(DateTimeOffset now) => Waiting is { } later && now >= ShownUntil ? later : (Reason, Message);

    /// <summary>The next moment at which time alone changes something.</summary>
    public DateTimeOffset NextChange(DateTimeOffset now) => Waiting is not null && now < ShownUntil && ShownUntil < RetryAt ? ShownUntil : RetryAt;
}
