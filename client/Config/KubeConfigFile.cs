using YamlDotNet.Serialization;

namespace Orleans.Kube.Client;

/// <summary>The kubeconfig file as it is written (<c>kind: Config</c>); names of properties are the file's.</summary>
internal sealed class KubeConfigFile
{
    [YamlMember(Alias = "current-context", ApplyNamingConventions = false)]
    public string CurrentContext { get; set; } = "";

    public List<NamedCluster> Clusters { get; set; } = [];

    public List<NamedContext> Contexts { get; set; } = [];

    public List<NamedUser> Users { get; set; } = [];

    internal sealed class NamedCluster
    {
        public string Name { get; set; } = "";

        public ClusterEntry Cluster { get; set; } = new();
    }

    internal sealed class ClusterEntry
    {
        public string Server { get; set; } = "";

        [YamlMember(Alias = "certificate-authority", ApplyNamingConventions = false)]
        public string? CertificateAuthority { get; set; }

        [YamlMember(Alias = "certificate-authority-data", ApplyNamingConventions = false)]
        public string? CertificateAuthorityData { get; set; }

        [YamlMember(Alias = "insecure-skip-tls-verify", ApplyNamingConventions = false)]
        public bool InsecureSkipTlsVerify { get; set; }

        [YamlMember(Alias = "tls-server-name", ApplyNamingConventions = false)]
        public string? TlsServerName { get; set; }
    }

    internal sealed class NamedContext
    {
        public string Name { get; set; } = "";

        public ContextEntry Context { get; set; } = new();
    }

    internal sealed class ContextEntry
    {
        public string Cluster { get; set; } = "";

        public string User { get; set; } = "";

        public string? Namespace { get; set; }
    }

    internal sealed class NamedUser
    {
        public string Name { get; set; } = "";

        public UserEntry User { get; set; } = new();
    }

    internal sealed class UserEntry
    {
        [YamlMember(Alias = "client-certificate", ApplyNamingConventions = false)]
        public string? ClientCertificate { get; set; }

        [YamlMember(Alias = "client-certificate-data", ApplyNamingConventions = false)]
        public string? ClientCertificateData { get; set; }

        [YamlMember(Alias = "client-key", ApplyNamingConventions = false)]
        public string? ClientKey { get; set; }

        [YamlMember(Alias = "client-key-data", ApplyNamingConventions = false)]
        public string? ClientKeyData { get; set; }

        public string? Token { get; set; }

        public string? TokenFile { get; set; }

        public object? Exec { get; set; }
    }
}
