namespace Orleans.Kube.Model.FlowControl;

/// <summary>The values of FlowDistinguisherMethodType.</summary>
public static class FlowDistinguisherMethodType
{
    public const string ByUser = "ByUser";
    public const string ByNamespace = "ByNamespace";
}

/// <summary>The values of SubjectKind.</summary>
public static class SubjectKind
{
    public const string User = "User";
    public const string Group = "Group";
    public const string ServiceAccount = "ServiceAccount";
}

/// <summary>The values of PriorityLevelEnablement.</summary>
public static class PriorityLevelEnablement
{
    public const string Exempt = "Exempt";
    public const string Limited = "Limited";
}

/// <summary>The values of LimitResponseType.</summary>
public static class LimitResponseType
{
    public const string Queue = "Queue";
    public const string Reject = "Reject";
}

/// <summary>The values of ConditionStatus.</summary>
public static class ConditionStatus
{
    public const string True = "True";
    public const string False = "False";
    public const string Unknown = "Unknown";
}

/// <summary>The values of FlowSchemaConditionType.</summary>
public static class FlowSchemaConditionType
{
    /// <summary>The priority level that the schema names is not there.</summary>
    public const string Dangling = "Dangling";
}
