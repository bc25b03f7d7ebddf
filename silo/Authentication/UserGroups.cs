using Orleans.Kube.Model.Authentication;

namespace Orleans.Kube.Silo.Authentication;

/// <summary>Questions about users.</summary>
public static class UserGroups
{
    /// <summary>Whether the user belongs to a group.</summary>
    public static bool IsIn(this UserInfo user, string group)
    {
        var groups = user.Groups;
        for (var i = 0; i < groups.Count; i++)
            if (groups[i] == group) return true;
        return false;
    }
}
