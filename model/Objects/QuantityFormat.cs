namespace Orleans.Kube.Model;

/// <summary>How a quantity is written: with decimal (k, M, G), binary (Ki, Mi, Gi) suffixes or a decimal exponent.</summary>
public enum QuantityFormat : byte
{
    DecimalSI,
    BinarySI,
    DecimalExponent,
}
