using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Kube.Engine;

/// <summary>What the engine tells the log.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(1, LogLevel.Information, "Embedded silo started with {Classes} grain classes.")]
    public static partial void SiloStarted(this ILogger log, int classes);

    [LoggerMessage(2, LogLevel.Information, "Embedded silo stopped; {Activations} activations were ended.")]
    public static partial void SiloStopped(this ILogger log, int activations);

    [LoggerMessage(3, LogLevel.Error, "{Activation} could not be activated; its callers get the exception.")]
    public static partial void ActivationFailed(this ILogger log, Exception error, Activation activation);

    [LoggerMessage(4, LogLevel.Error, "{Activation} failed while it was deactivated.")]
    public static partial void DeactivationFailed(this ILogger log, Exception error, Activation activation);

    [LoggerMessage(5, LogLevel.Warning, "{Activation} ends although calls of it still run.")]
    public static partial void DeactivationTimedOut(this ILogger log, Activation activation);

    [LoggerMessage(6, LogLevel.Error, "A timer of {Activation} failed; it goes on.")]
    public static partial void TimerFailed(this ILogger log, Exception error, Activation activation);

    [LoggerMessage(7, LogLevel.Error, "The one-way call {Method} of {Target} failed.")]
    public static partial void OneWayCallFailed(this ILogger log, Exception error, string method, GrainReference target);

    [LoggerMessage(8, LogLevel.Error, "A turn of {Activation} failed and nobody waits for its outcome.")]
    public static partial void TurnFailed(this ILogger log, Exception error, Activation activation);

    [LoggerMessage(9, LogLevel.Error, "A sweep failed.")]
    public static partial void SweepFailed(this ILogger log, Exception error);
}
