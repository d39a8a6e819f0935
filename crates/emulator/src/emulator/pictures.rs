//! Pictures and logos that are set without the device's doing.

use crate::emulator::Emulator;
use crate::emulator::devices::user;
use crate::error::ControlError;
use crate::rules::picture::Kind;
use crate::store;
use crate::store::pictures::Picture;

impl Emulator {
    /// Gives a user a picture: a JPEG, PNG, GIF or WebP file.
    pub fn set_picture(&self, user_id: &str, file: &[u8]) -> Result<(), ControlError> {
        let picture = picture(file)?;
        self.work(None, |work| {
            let user = user(work, user_id)?;
            Ok(store::pictures::put(work.db, &user.id, &work.random.id("img"), &picture)?)
        })
    }

    /// Gives an organization a logo: a JPEG, PNG, GIF or WebP file.
    pub fn set_logo(&self, organization_id: &str, file: &[u8]) -> Result<(), ControlError> {
        let logo = picture(file)?;
        self.work(None, |work| {
            let found = store::organizations::load(work.db, organization_id)?;
            let organization = found
                .ok_or_else(|| ControlError::NoSuchOrganization(organization_id.to_owned()))?;
            let id = work.random.id("img");
            Ok(store::pictures::put_logo(work.db, &organization.id, &id, &logo)?)
        })
    }
}

fn picture(file: &[u8]) -> Result<Picture, ControlError> {
    let kind = Kind::of(file).ok_or(ControlError::NoPicture)?;
    Ok(Picture { kind, bytes: file.to_vec() })
}
