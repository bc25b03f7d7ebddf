namespace Orleans.Kube.Client;

/// <summary>The WebSocket subprotocols of Kubernetes' streams, of which <see cref="ChannelSocket"/> speaks all.</summary>
public static class ChannelProtocols
{
    public const string Version5 = "v5.channel.k8s.io";
    public const string Version4 = "v4.channel.k8s.io";
    public const string Version4Base64 = "v4.base64.channel.k8s.io";
    public const string Version1 = "channel.k8s.io";
    public const string Version1Base64 = "base64.channel.k8s.io";

    /// <summary>Those in which the streams of a process are served.</summary>
    public static IReadOnlyList<string> OfProcesses { get; } = [Version5, Version4, Version4Base64, Version1, Version1Base64];

    /// <summary>Those in which ports are served.</summary>
    public static IReadOnlyList<string> OfPorts { get; } = [Version5, Version4, Version4Base64];
}
