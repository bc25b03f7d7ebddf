using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Model.Validation;

/// <summary>The other side of a network policy's rule: pods, or a range of addresses.</summary>
internal static class NetworkPeerValidation
{
    public static void Validate(NetworkPolicyPeer peer, FieldErrors errors)
    {
        LabelSelectorValidation.Validate("podSelector", peer.PodSelector, errors);
        LabelSelectorValidation.Validate("namespaceSelector", peer.NamespaceSelector, errors);
        if (peer.IpBlock is { } block)
            using (errors.At("ipBlock")) Block(block, errors);
        var count = (peer.PodSelector is null ? 0 : 1) + (peer.NamespaceSelector is null ? 0 : 1);
        if (count == 0 && peer.IpBlock is null) errors.Required("", "must specify a peer");
        if (count > 0 && peer.IpBlock is not null) errors.Forbidden("", "may not specify both ipBlock and another peer");
    }

    private static void Block(IPBlock block, FieldErrors errors)
    {
        if (block.Cidr.Length == 0)
        {
            errors.Required("cidr");
            return;
        }

        if (!Rules.TryParseCidr(block.Cidr, out var address, out var bits))
        {
            errors.Invalid("cidr", block.Cidr, Rules.CidrMessage);
            return;
        }

        for (var i = 0; i < block.Except.Count; i++)
        {
            if (!Rules.TryParseCidr(block.Except[i], out var inner, out var innerBits)) errors.Invalid($"except[{i}]", block.Except[i], Rules.CidrMessage);
            else if (innerBits <= bits || !Contains(address.GetAddressBytes(), bits, inner.GetAddressBytes()))
                errors.Invalid($"except[{i}]", block.Except[i], "must be a strict subset of `cidr`");
        }
    }

    private static bool Contains(byte[] network, int bits, byte[] address)
    {
        if (network.Length != address.Length) return false;
        for (var bit = 0; bit < bits; bit++)
        {
            var mask = 0x80 >> (bit % 8);
            if ((network[bit / 8] & mask) != (address[bit / 8] & mask)) return false;
        }

        return true;
    }
}
