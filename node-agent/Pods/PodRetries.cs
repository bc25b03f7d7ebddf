namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>When a failed step is tried again, and what a container shows until then.</summary>
public sealed class PodRetries(ContainerOptions options, TimeProvider time)
{
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(2);

    /// <param name="before">The failure before this one, if the step failed then too.</param>
    /// <param name="reason">What kind of failure.</param>
    /// <param name="message">What happened.</param>
    /// <param name="image">The image that could not be had, when that is the failure.</param>
    public ContainerTrouble Of(ContainerTrouble? before, string reason, string message, string image = "")
    {
        var now = time.GetUtcNow();
        var failures = before?.Reason == reason ? before.Failures + 1 : 1;
        var wait = options.PullBackOff * Math.Pow(2, Math.Min(failures - 1, 10));
        if (wait > options.LongestPullBackOff) wait = options.LongestPullBackOff;
        if (reason is not "ErrImagePull") return new ContainerTrouble(reason, message, failures, now + wait);
        var waiting = ("ImagePullBackOff", $"Back-off pulling image \"{image}\": ErrImagePull: {message}");
        return new ContainerTrouble(reason, message, failures, now + wait, waiting, now + Shown);
    }
}
