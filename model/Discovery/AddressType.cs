namespace Orleans.Kube.Model.Discovery;

/// <summary>The values of AddressType.</summary>
[Closed]
public static class AddressType
{
    public const string IPv4 = "IPv4";
    public const string IPv6 = "IPv6";
    public const string FQDN = "FQDN";
}
