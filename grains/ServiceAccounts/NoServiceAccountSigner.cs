namespace Orleans.Kube.Grains;

/// <summary>Where there is no API server, nobody signs.</summary>
public sealed class NoServiceAccountSigner : IServiceAccountSigner
{
    public string Sign(string space, string account, string uid, string secret) => "";
}
