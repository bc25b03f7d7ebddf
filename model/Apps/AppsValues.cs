namespace Orleans.Kube.Model.Apps;

/// <summary>The values of PodManagementPolicyType.</summary>
[Closed]
public static class PodManagementPolicyType
{
    public const string OrderedReady = "OrderedReady";
    public const string Parallel = "Parallel";
}

/// <summary>The values of StatefulSetUpdateStrategyType.</summary>
[Closed]
public static class StatefulSetUpdateStrategyType
{
    public const string RollingUpdate = "RollingUpdate";
    public const string OnDelete = "OnDelete";
}

/// <summary>The values of PersistentVolumeClaimRetentionPolicyType.</summary>
public static class PersistentVolumeClaimRetentionPolicyType
{
    public const string Retain = "Retain";
    public const string Delete = "Delete";
}

/// <summary>The values of DeploymentStrategyType.</summary>
[Closed]
public static class DeploymentStrategyType
{
    public const string Recreate = "Recreate";
    public const string RollingUpdate = "RollingUpdate";
}

/// <summary>The values of DeploymentConditionType.</summary>
public static class DeploymentConditionType
{
    public const string Available = "Available";
    public const string Progressing = "Progressing";
    public const string ReplicaFailure = "ReplicaFailure";
}

/// <summary>The values of DaemonSetUpdateStrategyType.</summary>
[Closed]
public static class DaemonSetUpdateStrategyType
{
    public const string RollingUpdate = "RollingUpdate";
    public const string OnDelete = "OnDelete";
}

/// <summary>The values of ReplicaSetConditionType.</summary>
public static class ReplicaSetConditionType
{
    public const string ReplicaFailure = "ReplicaFailure";
}
