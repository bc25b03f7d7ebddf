namespace Orleans.Kube.Grains;

/// <summary>Where there is no authority, requests stay unsigned.</summary>
public sealed class NoCertificateSigner : ICertificateSigner
{
    public bool IsAvailable => false;

    public string Sign(byte[] request, IReadOnlyList<string> usages, TimeSpan life) => throw new InvalidOperationException("there is no authority to sign with");
}
