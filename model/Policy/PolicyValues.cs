namespace Orleans.Kube.Model.Policy;

/// <summary>The values of UnhealthyPodEvictionPolicyType.</summary>
[Closed]
public static class UnhealthyPodEvictionPolicyType
{
    public const string IfHealthyBudget = "IfHealthyBudget";
    public const string AlwaysAllow = "AlwaysAllow";
}
