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
    /// <param name="whose">The container that cannot be had or does not run, when that is the failure.</param>
    public ContainerTrouble Of(ContainerTrouble? before, string reason, string message, Whose? whose = null)
    {
        var now = time.GetUtcNow();
        var failures = before?.Reason == reason ? before.Failures + 1 : 1;
        var wait = reason switch
        {
            "CreateContainerConfigError" => ConfigRetry,
            "ContainerCreating" => Growing(FirstMountRetry, LongestMountRetry, failures),
            _ => Growing(options.PullBackOff, options.LongestPullBackOff, failures),
        };
        (string, string)? waiting = (reason, whose) switch
        {
            ("ErrImagePull", var (_, image, _)) => ("ImagePullBackOff", $"Back-off pulling image \"{image}\": ErrImagePull: {message}"),
            ("RunContainerError" or "PostStartHookError", var (name, _, pod)) => (ContainerStatuses.CrashLoop, ContainerStatuses.BackOffMessage(wait, name, pod)),
            _ => null,
        };
        var trouble = waiting is null ? new ContainerTrouble(reason, message, failures, now, now + wait) : new ContainerTrouble(reason, message, failures, now, now + wait, waiting, now + Shown);
        return before?.Reason == reason ? trouble with { Began = before.Began } : trouble;
    }

    /// <summary>The container that a failure is about.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Image">Its image.</param>
    /// <param name="Pod">Its pod.</param>
    public sealed record Whose(string Name, string Image, Runtime.PodIdentity Pod);

    private static TimeSpan Growing(TimeSpan first, TimeSpan longest, int failures)
    {
        var wait = first * Math.Pow(2, Math.Min(failures - 1, 10));
        return wait < longest ? wait : longest;
    }
}
