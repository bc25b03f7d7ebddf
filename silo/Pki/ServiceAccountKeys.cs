using System.Security.Cryptography;

namespace Orleans.Kube.Silo.Pki;

/// <summary>The key pair that signs and verifies service account tokens.</summary>
public static class ServiceAccountKeys
{
    /// <summary>Loads the key, making it at the first start. The caller disposes it.</summary>
    public static ECDsa Open(DataDirectory data)
    {
        var key = ECDsa.Create();
        if (File.Exists(data.ServiceAccountKey))
        {
            key.ImportFromPem(File.ReadAllText(data.ServiceAccountKey));
            return key;
        }

        key.GenerateKey(ECCurve.NamedCurves.nistP256);
        data.Create();
        PemFile.WritePrivate(data.ServiceAccountKey, key.ExportPkcs8PrivateKeyPem());
        PemFile.WritePublic(data.ServiceAccountPublicKey, key.ExportSubjectPublicKeyInfoPem());
        return key;
    }
}
