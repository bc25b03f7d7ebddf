namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>Where the objects of a custom resource live.</summary>
public static class ResourceScope
{
    public const string Cluster = "Cluster";
    public const string Namespaced = "Namespaced";
}

/// <summary>How objects get from one version to another.</summary>
public static class ConversionStrategy
{
    public const string None = "None";
    public const string Webhook = "Webhook";
}

/// <summary>What is said about a CustomResourceDefinition.</summary>
public static class CustomResourceDefinitionConditionType
{
    /// <summary>Its objects are served.</summary>
    public const string Established = "Established";

    /// <summary>No other resource of its group has its names.</summary>
    public const string NamesAccepted = "NamesAccepted";

    public const string NonStructuralSchema = "NonStructuralSchema";

    /// <summary>It is being deleted, and its objects with it.</summary>
    public const string Terminating = "Terminating";

    public const string KubernetesAPIApprovalPolicyConformant = "KubernetesAPIApprovalPolicyConformant";
}
