namespace Orleans.Kube.Model.Batch;

/// <summary>The values of CompletionMode.</summary>
[Closed]
public static class CompletionMode
{
    public const string NonIndexed = "NonIndexed";
    public const string Indexed = "Indexed";
}

/// <summary>The values of PodFailurePolicyAction.</summary>
[Closed]
public static class PodFailurePolicyAction
{
    public const string FailJob = "FailJob";
    public const string FailIndex = "FailIndex";
    public const string Ignore = "Ignore";
    public const string Count = "Count";
}

/// <summary>The values of PodFailurePolicyOnExitCodesOperator.</summary>
[Closed]
public static class PodFailurePolicyOnExitCodesOperator
{
    public const string In = "In";
    public const string NotIn = "NotIn";
}

/// <summary>The values of PodReplacementPolicy.</summary>
[Closed]
public static class PodReplacementPolicy
{
    public const string TerminatingOrFailed = "TerminatingOrFailed";
    public const string Failed = "Failed";
}

/// <summary>The values of JobConditionType.</summary>
public static class JobConditionType
{
    public const string Suspended = "Suspended";
    public const string Complete = "Complete";
    public const string Failed = "Failed";
    public const string FailureTarget = "FailureTarget";
    public const string SuccessCriteriaMet = "SuccessCriteriaMet";
}

/// <summary>The values of ConcurrencyPolicy.</summary>
[Closed]
public static class ConcurrencyPolicy
{
    public const string Allow = "Allow";
    public const string Forbid = "Forbid";
    public const string Replace = "Replace";
}
