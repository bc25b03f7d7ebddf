using Microsoft.Extensions.Logging;

namespace Orleans.Kube.Grains;

/// <summary>Log messages about events that could not be recorded.</summary>
internal static partial class EventLog
{
    [LoggerMessage(1, LogLevel.Warning, "The event {Reason} about {Object} was lost.")]
    public static partial void Lost(ILogger logger, Exception error, string reason, string @object);

    [LoggerMessage(2, LogLevel.Debug, "The event {Reason} about {Object} was refused: {Why}")]
    public static partial void Refused(ILogger logger, string reason, string @object, string why);

    [LoggerMessage(3, LogLevel.Warning, "Old events could not be removed; the next round tries again.")]
    public static partial void NotExpired(ILogger logger, Exception error);

    [LoggerMessage(4, LogLevel.Debug, "No grains run here: old events are removed elsewhere.")]
    public static partial void NotHere(ILogger logger);
}
