namespace Orleans.Kube.Model;

/// <summary>A resource without its version: <c>pods</c> of the core group (<c>""</c>), <c>deployments</c> of <c>apps</c>.</summary>
public readonly record struct GroupResource(string Group, string Resource)
{
    /// <summary><c>pods</c>, <c>deployments.apps</c>: the form that error messages use.</summary>
    public override string ToString() => Group.Length == 0 ? Resource : $"{Resource}.{Group}";
}
