using Microsoft.Extensions.Logging;

namespace Orleans.Kube.Grains;

/// <summary>Log messages about events that could not be recorded.</summary>
internal static partial class EventLog
{
    [LoggerMessage(1, LogLevel.Warning, "The event {Reason} about {Object} was lost.")]
    public static partial void Lost(ILogger logger, Exception error, string reason, string @object);

    [LoggerMessage(2, LogLevel.Debug, "The event {Reason} about {Object} was refused: {Why}")]
    public static partial void Refused(ILogger logger, string reason, string @object, string why);
}
