using Microsoft.Extensions.Logging;

namespace Orleans.Kube.Grains;

/// <summary>Log messages of the change router.</summary>
internal static partial class RouterLog
{
    [LoggerMessage(1, LogLevel.Warning, "The change router fell behind (asked for {Asked}, the oldest is {Oldest}) and wakes all that may have work.")]
    public static partial void Behind(ILogger logger, long asked, long oldest);

    [LoggerMessage(3, LogLevel.Error, "{Target} could not be woken.")]
    public static partial void NotWoken(ILogger logger, Exception error, WakeTarget target);

    [LoggerMessage(2, LogLevel.Error, "The change router failed and starts anew.")]
    public static partial void Failed(ILogger logger, Exception error);
}
