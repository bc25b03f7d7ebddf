using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Orleans.Kube.Client;

/// <summary>Finds and reads the configuration of a client, in the order in which kubectl and client-go look.</summary>
public static class KubeConfigLoader
{
    private const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>The first of: the file of <c>KUBECONFIG</c>, the pod's service account, <c>~/.kube/config</c>.</summary>
    /// <exception cref="KubeConfigException">None of them is there, or the one found is wrong.</exception>
    public static KubeConfig Load()
    {
        var named = Environment.GetEnvironmentVariable("KUBECONFIG")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (named?.FirstOrDefault(File.Exists) is { } file) return FromFile(file);
        if (InCluster(ServiceAccountFolder, Environment.GetEnvironmentVariable) is { } inside) return inside;
        var home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
        return File.Exists(home) ? FromFile(home) : throw new KubeConfigException($"no kubeconfig: KUBECONFIG is not set and {home} does not exist");
    }

    /// <summary>Reads a kubeconfig file. Relative paths in it are relative to the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="context">The context to use; null is the file's current one.</param>
    /// <exception cref="KubeConfigException">The file is not readable or refers to something it does not hold.</exception>
    public static KubeConfig FromFile(string path, string? context = null)
    {
        try
        {
            return FromYaml(File.ReadAllText(path), Path.GetDirectoryName(Path.GetFullPath(path))!, context);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or YamlException or CryptographicException or FormatException)
        {
            throw new KubeConfigException($"cannot read the kubeconfig {path}: {e.Message}", e);
        }
    }

    /// <summary>Reads the text of a kubeconfig.</summary>
    public static KubeConfig FromYaml(string yaml, string folder, string? context = null)
    {
        var reader = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build();
        var file = reader.Deserialize<KubeConfigFile?>(yaml) ?? throw new KubeConfigException("the kubeconfig is empty");
        var name = context ?? file.CurrentContext;
        var chosen = file.Contexts.Find(c => c.Name == name)?.Context ?? throw new KubeConfigException($"context \"{name}\" does not exist");
        var cluster = file.Clusters.Find(c => c.Name == chosen.Cluster)?.Cluster ?? throw new KubeConfigException($"cluster \"{chosen.Cluster}\" does not exist");
        var user = file.Users.Find(u => u.Name == chosen.User)?.User ?? new KubeConfigFile.UserEntry();
        if (user.Exec is not null) throw new KubeConfigException($"user \"{chosen.User}\" uses a credential plugin (exec), which is not supported");
        if (!Uri.TryCreate(cluster.Server, UriKind.Absolute, out var server)) throw new KubeConfigException($"\"{cluster.Server}\" is not an address of a server");

        return new KubeConfig
        {
            Server = server,
            Namespace = chosen.Namespace is { Length: > 0 } ns ? ns : "default",
            CertificateAuthorities = Authorities(Pem(cluster.CertificateAuthorityData, cluster.CertificateAuthority, folder)),
            ClientCertificate = Certificate(Pem(user.ClientCertificateData, user.ClientCertificate, folder), Pem(user.ClientKeyData, user.ClientKey, folder)),
            ClientCertificateFile = InFile(user.ClientCertificateData, user.ClientCertificate, folder),
            ClientKeyFile = InFile(user.ClientKeyData, user.ClientKey, folder),
            Token = user.Token,
            TokenFile = user.TokenFile is { Length: > 0 } token ? Path.Combine(folder, token) : null,
            SkipTlsVerify = cluster.InsecureSkipTlsVerify,
            TlsServerName = cluster.TlsServerName,
        };
    }

    /// <summary>The configuration of a pod, or null outside of one.</summary>
    internal static KubeConfig? InCluster(string folder, Func<string, string?> environment)
    {
        var (host, port) = (environment("KUBERNETES_SERVICE_HOST"), environment("KUBERNETES_SERVICE_PORT"));
        var token = Path.Combine(folder, "token");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port) || !File.Exists(token)) return null;
        var (authority, ns) = (Path.Combine(folder, "ca.crt"), Path.Combine(folder, "namespace"));
        return new KubeConfig
        {
            Server = new Uri($"https://{(host.Contains(':') ? $"[{host}]" : host)}:{port}"),
            Namespace = File.Exists(ns) ? File.ReadAllText(ns).Trim() : "default",
            CertificateAuthorities = Authorities(File.Exists(authority) ? File.ReadAllText(authority) : null),
            TokenFile = token,
        };
    }

    private static string? Pem(string? data, string? file, string folder) =>
        data is { Length: > 0 } ? Encoding.UTF8.GetString(Convert.FromBase64String(data))
        : file is { Length: > 0 } ? File.ReadAllText(Path.Combine(folder, file))
        : null;

    private static string? InFile(string? data, string? file, string folder) => data is { Length: > 0 } || file is not { Length: > 0 } ? null : Path.Combine(folder, file);

    private static X509Certificate2Collection Authorities(string? pem)
    {
        var collection = new X509Certificate2Collection();
        if (pem is not null) collection.ImportFromPem(pem);
        return collection;
    }

    private static X509Certificate2? Certificate(string? certificate, string? key)
    {
        if (certificate is null) return null;
        return key is null ? throw new KubeConfigException("a client certificate needs its key") : X509Certificate2.CreateFromPem(certificate, key);
    }
}
