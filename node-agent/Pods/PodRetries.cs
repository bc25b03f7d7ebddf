namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>When a failed step is tried again, and what a container shows until then.</summary>
public sealed class PodRetries(ContainerOptions options, TimeProvider time)
{
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ConfigRetry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstMountRetry = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestMountRetry = TimeSpan.FromSeconds(122);

    /// <param name="before">The failure before this one, if the step failed then too.</param>
    /// <param name="reason">What kind of failure.</param>
    /// <param name="message">What happened.</param>
    /// <param name="image">The image that could not be had, when that is the failure.</param>
    public ContainerTrouble Of(ContainerTrouble? before, string reason, string message, string image = "")
    {
        var now = time.GetUtcNow();
        var failures = before?.Reason == reason ? before.Failures + 1 : 1;
        var wait = reason switch
        {
            "CreateContainerConfigError" => ConfigRetry,
            "ContainerCreating" => Growing(FirstMountRetry, LongestMountRetry, failures),
            _ => Growing(options.PullBackOff, options.LongestPullBackOff, failures),
        };
        if (reason is not "ErrImagePull") return new ContainerTrouble(reason, message, failures, now, now + wait);
        var waiting = ("ImagePullBackOff", $"Back-off pulling image \"{image}\": ErrImagePull: {message}");
        return new ContainerTrouble(reason, message, failures, now, now + wait, waiting, now + Shown);
    }

    private static TimeSpan Growing(TimeSpan first, TimeSpan longest, int failures)
    {
        var wait = first * Math.Pow(2, Math.Min(failures - 1, 10));
        return wait < longest ? wait : longest;
    }
}
