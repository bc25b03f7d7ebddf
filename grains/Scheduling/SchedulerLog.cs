using Microsoft.Extensions.Logging;

namespace Orleans.Kube.Grains.Scheduling;

/// <summary>Log messages of the scheduler.</summary>
internal static partial class SchedulerLog
{
    [LoggerMessage(1, LogLevel.Information, "The scheduler reads the cluster anew: changes from revision {Asked} on are no longer at hand, only those after {Oldest}.")]
    public static partial void Behind(ILogger logger, long asked, long oldest);

    [LoggerMessage(2, LogLevel.Debug, "Binding {Pod} to {Node} was refused: {Why}")]
    public static partial void NotBound(ILogger logger, string pod, string node, string why);

    [LoggerMessage(3, LogLevel.Warning, "Binding {Pod} to {Node} failed; it is tried again.")]
    public static partial void BindingFailed(ILogger logger, Exception error, string pod, string node);

    [LoggerMessage(4, LogLevel.Warning, "Reporting that {Pod} cannot be placed failed.")]
    public static partial void ReportFailed(ILogger logger, Exception error, string pod);

    [LoggerMessage(5, LogLevel.Error, "Scheduling failed; it goes on in {Wait}.")]
    public static partial void Failed(ILogger logger, Exception error, TimeSpan wait);
}
