using Microsoft.Extensions.Logging;
using Orleans.Kube.Model;

namespace Orleans.Kube.Grains;

/// <summary>Log messages of reconciliation.</summary>
internal static partial class ReconcileLog
{
    [LoggerMessage(1, LogLevel.Warning, "Reconciling {Object} failed {Failures} times in a row; again in {Wait}.")]
    public static partial void Failed(ILogger logger, Exception error, ObjectKey @object, int failures, TimeSpan wait);
}
