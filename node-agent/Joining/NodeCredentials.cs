using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Orleans.Kube.NodeAgent.Joining;

/// <summary>Where a node that has joined keeps what it is: its certificate with the key, and the kubeconfig that names them.</summary>
public sealed record NodeCredentials(string DataFolder)
{
    private const string UserPrefix = "system:node:";
    private const string CertificatePath = "pki/node-client.pem";

    public string KubeConfig => Path.Combine(DataFolder, "node.kubeconfig");

    /// <summary>Certificate and key, one file so that they change together.</summary>
    public string Certificate => Path.Combine(DataFolder, CertificatePath);

    /// <summary>Whether the machine has joined and its certificate has not ended.</summary>
    public bool AreValid(DateTimeOffset now) => File.Exists(KubeConfig) && Load() is { } certificate && certificate.NotAfter.ToUniversalTime() > now.UtcDateTime;

    /// <summary>Why a machine that has joined cannot be this node of this cluster, or null where it is.</summary>
    /// <param name="node">The node's name.</param>
    /// <param name="hashes">The hashes of the keys of the cluster's authority.</param>
    public string? Objection(string node, IReadOnlyCollection<string> hashes)
    {
        var own = Load()!.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        if (own != UserPrefix + node) return $"this machine has joined as node {own.Replace(UserPrefix, "", StringComparison.Ordinal)} already: join as that one (--node), or take it out of its cluster first (leave)";
        if (ClusterDiscovery.HasOneOf(ClusterDiscovery.Authority(File.ReadAllText(KubeConfig)), hashes)) return null;
        return $"this machine is a node of another cluster already, see {KubeConfig}: take it out of that first (leave)";
    }

    /// <summary>The certificate in use, or null where none was written.</summary>
    public X509Certificate2? Load() => File.Exists(Certificate) ? X509Certificate2.CreateFromPemFile(Certificate) : null;

    /// <summary>Puts a new certificate in the place of the old one.</summary>
    public void WriteCertificate(string pem) => Write(Certificate, pem);

    /// <summary>Writes how the API server is reached with the certificate.</summary>
    public void WriteKubeConfig(Uri server, string authority, string node) => Write(KubeConfig,
        $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: cluster
          cluster:
            server: {server.GetLeftPart(UriPartial.Authority)}
            certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(authority))}
        users:
        - name: system:node:{node}
          user:
            client-certificate: {CertificatePath}
            client-key: {CertificatePath}
        contexts:
        - name: node
          context:
            cluster: cluster
            user: system:node:{node}
        current-context: node

        """);

    /// <summary>Forgets them.</summary>
    public void Remove()
    {
        File.Delete(KubeConfig);
        File.Delete(Certificate);
    }

    /// <summary>A file appears complete or not at all, readable by its owner alone.</summary>
    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        using (var writer = new StreamWriter(draft, options)) writer.Write(text);
        File.Move(draft, path, overwrite: true);
    }
}
