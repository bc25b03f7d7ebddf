using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Orleans.Kube.Client;

/// <summary>Connections to an API server: HTTP/2 with pings so that a dead peer is noticed, the configured trust and identity.</summary>
internal static class KubeHttpHandler
{
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RotationCheck = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);

    public static HttpMessageHandler Create(KubeConfig config, ApiServers servers, TimeProvider time)
    {
        var connections = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            ConnectCallback = servers.ConnectAsync,
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = Tls(config),
        };
        if (RotatingCertificate(config) is not null) connections.PooledConnectionLifetime = RotationCheck;
        return config.TokenFile is null && config.Token is null ? connections : new BearerTokenHandler(config, time) { InnerHandler = connections };
    }

    private static SslClientAuthenticationOptions Tls(KubeConfig config)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = config.TlsServerName };
        if (RotatingCertificate(config) is { } file)
            options.LocalCertificateSelectionCallback = (_, _, _, _, _) => file.Current()!;
        else if (config.ClientCertificate is { } certificate)
            options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        if (config.SkipTlsVerify)
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        else if (config.CertificateAuthorities.Count > 0)
        {
            options.CertificateChainPolicy = Trusting(config.CertificateAuthorities);
            options.RemoteCertificateValidationCallback = IsOfTheCluster;
        }

        return options;
    }

    /// <summary>A server of the cluster's own authority may be another than the one that was configured: each has this name too.</summary>
    private static bool IsOfTheCluster(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ||
        (errors == SslPolicyErrors.RemoteCertificateNameMismatch && certificate is X509Certificate2 server && server.MatchesHostname("kubernetes.default.svc"));

    private static ClientCertificateFile? RotatingCertificate(KubeConfig config) =>
        config is { ClientCertificateFile: { } certificate, ClientKeyFile: { } key } ? new ClientCertificateFile(certificate, key) : null;

    private static X509ChainPolicy Trusting(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
