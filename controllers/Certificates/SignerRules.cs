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
        SignerNames.ApiServerClient => OfClient(usages),
        SignerNames.NodeClient => OfNodeClient(asked, usages),
        SignerNames.NodeServing => OfNodeServing(asked, usages),
        _ => null,
    };

    private static string? OfClient(IReadOnlyList<string> usages)
    {
        if (usages.FirstOrDefault(static u => u is not (KeyUsage.ClientAuth or KeyUsage.DigitalSignature or KeyUsage.KeyEncipherment)) is { } other)
            return $"invalid usage for client certificate: {other}";
        return usages.Contains(KeyUsage.ClientAuth) ? null : $"missing required usage for client certificate: {KeyUsage.ClientAuth}";
    }

    private static string? OfNodeClient(RequestedCertificate asked, IReadOnlyList<string> usages)
    {
        if (!asked.Organizations.SequenceEqual(Nodes)) return "subject organization is not system:nodes";
        if (asked.DnsNames > 0) return "DNS subjectAltNames are not allowed";
        if (asked.Emails > 0) return "Email subjectAltNames are not allowed";
        if (asked.Addresses > 0) return "IP subjectAltNames are not allowed";
        if (asked.Uris > 0) return "URI subjectAltNames are not allowed";
        return NotOfNode(asked) ?? NotFor(usages, KeyUsage.ClientAuth);
    }

    private static string? OfNodeServing(RequestedCertificate asked, IReadOnlyList<string> usages)
    {
        if (!asked.Organizations.SequenceEqual(Nodes)) return "subject organization is not system:nodes";
        if (asked.DnsNames + asked.Addresses == 0) return "DNS or IP subjectAltName is required";
        if (asked.Emails > 0) return "Email subjectAltNames are not allowed";
        if (asked.Uris > 0) return "URI subjectAltNames are not allowed";
        return NotFor(usages, KeyUsage.ServerAuth) ?? NotOfNode(asked);
    }

    private static string? NotOfNode(RequestedCertificate asked) =>
        asked.CommonName.StartsWith(NodePrefix, StringComparison.Ordinal) ? null : "subject common name does not begin with system:node:";

    private static string? NotFor(IReadOnlyList<string> usages, string purpose)
    {
        string[] wanted = [KeyUsage.DigitalSignature, KeyUsage.KeyEncipherment, purpose];
        var isExact = usages.Contains(purpose) && usages.Contains(KeyUsage.DigitalSignature) && usages.All(wanted.Contains);
        return isExact ? null : $"usages did not match [{string.Join(' ', wanted.Order(StringComparer.Ordinal))}]";
    }
}
