namespace Orleans.Kube.Model.AdmissionRegistration;

/// <summary>The values of ScopeType.</summary>
[Closed]
public static class ScopeType
{
    public const string Cluster = "Cluster";
    public const string Namespaced = "Namespaced";
    public const string All = "*";
}

/// <summary>The values of FailurePolicyType.</summary>
[Closed]
public static class FailurePolicyType
{
    public const string Ignore = "Ignore";
    public const string Fail = "Fail";
}

/// <summary>The values of ParameterNotFoundActionType.</summary>
public static class ParameterNotFoundActionType
{
    public const string Allow = "Allow";
    public const string Deny = "Deny";
}

/// <summary>The values of MatchPolicyType.</summary>
[Closed]
public static class MatchPolicyType
{
    public const string Exact = "Exact";
    public const string Equivalent = "Equivalent";
}

/// <summary>The values of SideEffectClass.</summary>
[Closed]
public static class SideEffectClass
{
    public const string Unknown = "Unknown";
    public const string None = "None";
    public const string Some = "Some";
    public const string NoneOnDryRun = "NoneOnDryRun";
}

/// <summary>The values of ValidationAction.</summary>
[Closed]
public static class ValidationAction
{
    public const string Deny = "Deny";
    public const string Warn = "Warn";
    public const string Audit = "Audit";
}

/// <summary>The values of ReinvocationPolicyType.</summary>
[Closed]
public static class ReinvocationPolicyType
{
    public const string Never = "Never";
    public const string IfNeeded = "IfNeeded";
}

/// <summary>The values of OperationType.</summary>
[Closed]
public static class OperationType
{
    public const string All = "*";
    public const string CREATE = "CREATE";
    public const string UPDATE = "UPDATE";
    public const string DELETE = "DELETE";
    public const string CONNECT = "CONNECT";
}
