using Orleans.Kube.Model.Certificates;

namespace Orleans.Kube.Controllers.Certificates;

/// <summary>What each of the cluster's signers signs.</summary>
public static class SignerRules
{
    private const string NodePrefix = "system:node:";
    private static readonly string[] Nodes = ["system:nodes"];

    /// <summary>Why this signer does not sign such a request, or null when it does.</summary>
    public static string? Refusal(string signer, RequestedCertificate asked, IReadOnlyList<string> usages) => signer switch
    {
        SignerNames.ApiServerClient => usages.Contains(KeyUsage.ClientAuth) && usages.All(static u => u is KeyUsage.ClientAuth or KeyUsage.DigitalSignature or KeyUsage.KeyEncipherment)
            ? null
            : "usages did not match kubernetes.io/kube-apiserver-client: client auth is required, digital signature and key encipherment are allowed",
        SignerNames.NodeClient => OfNodeClient(asked, usages),
        SignerNames.NodeServing => OfNodeServing(asked, usages),
        _ => null,
    };

    private static string? OfNodeClient(RequestedCertificate asked, IReadOnlyList<string> usages)
    {
        if (!asked.Organizations.SequenceEqual(Nodes)) return "subject organization is not system:nodes";
        if (asked.DnsNames > 0) return "DNS subjectAltNames are not allowed";
        if (asked.Emails > 0) return "Email subjectAltNames are not allowed";
        if (asked.Addresses > 0) return "IP subjectAltNames are not allowed";
        if (asked.Uris > 0) return "URI subjectAltNames are not allowed";
        return OfNode(asked, usages, KeyUsage.ClientAuth);
    }

    private static string? OfNodeServing(RequestedCertificate asked, IReadOnlyList<string> usages)
    {
        if (!asked.Organizations.SequenceEqual(Nodes)) return "subject organization is not system:nodes";
        if (asked.DnsNames + asked.Addresses == 0) return "DNS or IP subjectAltName is required";
        if (asked.Emails > 0) return "Email subjectAltNames are not allowed";
        if (asked.Uris > 0) return "URI subjectAltNames are not allowed";
        return OfNode(asked, usages, KeyUsage.ServerAuth);
    }

    private static string? OfNode(RequestedCertificate asked, IReadOnlyList<string> usages, string purpose)
    {
        if (!asked.CommonName.StartsWith(NodePrefix, StringComparison.Ordinal)) return "subject common name does not begin with system:node:";
        var isExact = usages.Contains(purpose) && usages.Contains(KeyUsage.DigitalSignature)
            && usages.All(u => u == purpose || u is KeyUsage.DigitalSignature or KeyUsage.KeyEncipherment);
        return isExact ? null : $"usages did not match [{KeyUsage.DigitalSignature}, {purpose}] with or without {KeyUsage.KeyEncipherment}";
    }
}
