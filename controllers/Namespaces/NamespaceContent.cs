using Orleans.Kube.Model;

namespace Orleans.Kube.Controllers;

/// <summary>What every namespace has from its start: an account for its pods and the certificate of the cluster.</summary>
public static class NamespaceContent
{
    public const string DefaultServiceAccount = "default";

    /// <summary>The ConfigMap with the cluster's CA certificate.</summary>
    public const string RootCertificates = "kube-root-ca.crt";

    /// <summary>Whether the object is one that every namespace has.</summary>
    public static bool IsStandard(ObjectKey key) =>
        (key.Resource == Resources.ServiceAccounts && key.Name == DefaultServiceAccount)
        || (key.Resource == Resources.ConfigMaps && key.Name == RootCertificates);
}
