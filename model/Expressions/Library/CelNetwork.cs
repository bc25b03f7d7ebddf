using System.Globalization;
using System.Net;

namespace Orleans.Kube.Model.Expressions.Library;

/// <summary>An address and the length of its network's prefix; the address may have bits beyond the prefix.</summary>
internal sealed record CelNetwork(IPAddress Address, int PrefixLength)
{
    public CelNetwork Masked
    {
        get
        {
            var bytes = Address.GetAddressBytes();
            for (var i = 0; i < bytes.Length; i++)
            {
                var kept = Math.Clamp(PrefixLength - (i * 8), 0, 8);
                bytes[i] &= (byte)(0xff << (8 - kept));
            }

            return this with { Address = new IPAddress(bytes) };
        }
    }

    public bool Contains(IPAddress address) => address.AddressFamily == Address.AddressFamily && new CelNetwork(address, PrefixLength).Masked.Address.Equals(Masked.Address);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{PrefixLength}");
}
