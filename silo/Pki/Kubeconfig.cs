using System.Text;

namespace Orleans.Kube.Silo.Pki;

/// <summary>Kubeconfig files with everything embedded, so that one file is all a client needs.</summary>
public static class Kubeconfig
{
    public const string ContextName = "orleans-kube";

    private static readonly TimeSpan AdminLifetime = TimeSpan.FromDays(365);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>A kubeconfig of one cluster, user and context, in YAML.</summary>
    public static string Write(string server, string authorityPem, string user, IssuedCertificate credentials) =>
        $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: {ContextName}
          cluster:
            server: {server}
            certificate-authority-data: {Base64(authorityPem)}
        users:
        - name: {user}
          user:
            client-certificate-data: {Base64(credentials.CertificatePem)}
            client-key-data: {Base64(credentials.KeyPem)}
        contexts:
        - name: {ContextName}
          context:
            cluster: {ContextName}
            user: {user}
        current-context: {ContextName}

        """;

    /// <summary>Keeps the administrator's kubeconfig current: same server, own authority, certificate far from its end.</summary>
    public static void EnsureAdmin(DataDirectory data, CertificateAuthority authority, string server, TimeProvider time)
    {
        if (IsCurrent(data, authority, server, time.GetUtcNow())) return;
        var credentials = authority.IssueClient("kubernetes-admin", ["system:masters"], AdminLifetime);
        PemFile.WritePrivate(data.AdminKubeconfig, Write(server, authority.Pem, "kubernetes-admin", credentials));
    }

    /// <summary>A kubeconfig for a node's agent.</summary>
    public static string ForNode(CertificateAuthority authority, string node, string server, TimeSpan lifetime) =>
        Write(server, authority.Pem, $"system:node:{node}", authority.IssueClient($"system:node:{node}", ["system:nodes"], lifetime));

    private static bool IsCurrent(DataDirectory data, CertificateAuthority authority, string server, DateTimeOffset now)
    {
        if (!File.Exists(data.AdminKubeconfig)) return false;
        var text = File.ReadAllText(data.AdminKubeconfig);
        return text.Contains($"server: {server}\n", StringComparison.Ordinal)
            && text.Contains(Base64(authority.Pem), StringComparison.Ordinal)
            && File.GetLastWriteTimeUtc(data.AdminKubeconfig) + AdminLifetime - RenewBefore > now.UtcDateTime;
    }

    private static string Base64(string pem) => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem.EndsWith('\n') ? pem : pem + "\n"));
}
