namespace Orleans.Kube.Silo.Pki;

/// <summary>Where a silo keeps what must outlive it.</summary>
public sealed record DataDirectory(string Root)
{
    public string Pki => Path.Combine(Root, "pki");

    public string CaCertificate => Path.Combine(Pki, "ca.crt");

    public string CaKey => Path.Combine(Pki, "ca.key");

    public string ServerCertificate => Path.Combine(Pki, "apiserver.crt");

    public string ServerKey => Path.Combine(Pki, "apiserver.key");

    /// <summary>Signs service account tokens.</summary>
    public string ServiceAccountKey => Path.Combine(Pki, "sa.key");

    public string ServiceAccountPublicKey => Path.Combine(Pki, "sa.pub");

    public string AdminKubeconfig => Path.Combine(Root, "admin.kubeconfig");

    /// <summary>Static bearer tokens, a line each: <c>token,user,uid,"group1,group2"</c>. The file need not exist.</summary>
    public string Tokens => Path.Combine(Root, "tokens.csv");

    public string Ledger => Path.Combine(Root, "ledger.db");

    /// <summary>Makes the folders, closed to other users.</summary>
    public void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Pki);
            return;
        }

        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(Root, mode);
        Directory.CreateDirectory(Pki, mode);
    }
}
