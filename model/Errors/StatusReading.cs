using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Errors;

/// <summary>What a refusal means for who was refused.</summary>
public static class StatusReading
{
    /// <summary>
    /// Whether the object that was meant is gone: nothing has its name, or another one has, whose uid an update or a deletion conflicts with and a
    /// patch would change.
    /// </summary>
    public static bool SaysGone(this Status status) => status.Reason switch
    {
        StatusReason.NotFound => true,
        StatusReason.Conflict => status.Message.Contains("UID in precondition", StringComparison.Ordinal) || status.Message.Contains("UID in the precondition", StringComparison.Ordinal),
        StatusReason.Invalid => status.Details?.Causes.Any(static cause => cause.Field == "metadata.uid") == true,
        _ => false,
    };
}
